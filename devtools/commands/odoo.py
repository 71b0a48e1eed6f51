"""`./dev odoo …`: Odoo's own command line on our addons and our PostgreSQL."""

from devtools import odoo_process, postgres


def main(arguments):
    with postgres.running():
        return odoo_process.run(*arguments)
