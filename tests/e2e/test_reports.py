"""Reports that a template attaches, which core makes in a process of its own.

Scenario F22: that one is missing, fails or hangs.
"""

import logging
import os
import signal
import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from . import scenes
from .test_workers import fork

pytestmark = [pytest.mark.slow, pytest.mark.faults]
CUSTOMERS = 3
MAKER = "wkhtmltopdf"
COMPLAINTS = "odoo.addons.backorder_comms.models.sale_backorder_message_report"
VERSION = '[ "$1" = --version ] && echo "wkhtmltopdf 0.12.6" && exit\n'
PRINT = 'for target; do :; done; cp page.pdf "$target"\n'
HANG = "echo $$ > hanging; exec sleep 3600\n"


@pytest.fixture
def maker(tmp_path):
    """Return a function that installs what makes PDF, as a shell script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(folder / "page.pdf")

    def install(script):
        file = folder / MAKER
        file.write_text(f"#!/bin/sh\n{VERSION}cd {folder}\n{script}")
        file.chmod(0o755)
        return str(folder)

    return install


# inside of the Odoo process


def write_with_reports(env, folder, count=CUSTOMERS):
    """Write to customers, with a report in each mail, made by what is in a folder."""
    attach_reports(env, folder)
    return scenes.write_to(env, count)


def attach_reports(env, folder):
    from odoo.tools import config

    os.environ["PATH"] = f"{folder}:/usr/bin:/bin" if folder else ""
    config["bin_path"] = folder
    template = env.ref("backorder_comms.mail_template_opened")
    template.report_template_ids = env.ref("sale.action_report_saleorder")


def write_and_complain(env, folder):
    """Write where reports cannot be made; count how often we warn of it."""
    attach_reports(env, folder)
    scenes.create_short_orders(env, CUSTOMERS)
    return write_on(env)


def write_on(env):
    complaints = []
    logger = logging.getLogger(COMPLAINTS)
    logger.addFilter(complaints.append)  # appends, and lets nothing through
    return {**scenes.write(env), "complaints": len(complaints)}


def hang_and_go_on(env, folder):
    """End the process that waits for a report, as Odoo does after a while."""
    attach_reports(env, folder)
    scenes.create_short_orders(env, CUSTOMERS)
    hanging = Path(folder, "hanging")
    child = fork(env.cr.dbname, scenes.run_jobs)
    deadline = time.monotonic() + 60
    while not (hanging.exists() and hanging.read_text().strip()):
        assert time.monotonic() < deadline, "no report was begun"
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.kill(int(hanging.read_text()), signal.SIGKILL)
    return write_on(env)


# the tests


def attachments(sink):
    return [len(list(mail.message.iter_attachments())) for mail in sink.messages]


def test_report_is_in_the_mail(database, sink, maker):
    result = database.run(write_with_reports, maker(PRINT))
    assert result["states"] == {"sent": CUSTOMERS}
    assert attachments(sink) == [1] * CUSTOMERS


def test_mails_leave_without_reports_where_nothing_makes_them(database, sink):
    result = database.run(write_and_complain, "")
    assert (result["states"], result["complaints"]) == ({"sent": CUSTOMERS}, CUSTOMERS)
    assert attachments(sink) == [0] * CUSTOMERS


def test_mails_leave_without_reports_that_fail(database, sink, maker):
    result = database.run(write_and_complain, maker("exit 3"), trouble=True)
    assert (result["states"], result["complaints"]) == ({"sent": CUSTOMERS}, CUSTOMERS)
    assert attachments(sink) == [0] * CUSTOMERS


def test_mails_leave_without_reports_that_hung(database, sink, maker):
    result = database.run(hang_and_go_on, maker(HANG))
    assert (result["states"], result["activities"]) == ({"sent": CUSTOMERS}, 0)
    assert attachments(sink) == [0] * CUSTOMERS
