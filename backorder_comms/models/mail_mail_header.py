# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


# A file for each thing that a mail does.
# pylint: disable=consider-merging-classes-inherited
class MailMail(models.Model):
    """What is written above a mail."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Override of `mail` to keep a recipient's name to its line.

        Customers choose their names; what follows a line break in one would be another
        header. No address has one, so it makes no difference whose mail it is.
        """
        letters = super()._prepare_outgoing_list(*args, **kwargs)
        for letter in letters:
            letter["email_to"] = [
                " ".join(address.splitlines()) for address in letter["email_to"]
            ]
        return letters
