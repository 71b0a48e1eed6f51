"""Runs core's own tests in a process with Odoo inside; what it logs is the result.

python -m devtools.core_runner DATABASE PORT MODULE…
"""

import sys

from . import odoo_env

EVERY_POSITION = "at_install,post_install"


def main(database, port, *modules):
    odoo_env.configure(
        database,
        "--log-level=info",
        "--stop-after-init",
        f"--http-port={port}",
        f"--test-tags={','.join(f'/{name}' for name in modules)}",
    )
    run_every_test_after_loading()
    odoo_env.test()
    return 0


def run_every_test_after_loading():
    """Leave no test to the time when Odoo has loaded its addon and nothing on top.

    Most tests of core run then, and would never meet the addon that they are run for.
    """
    from odoo.tests import loader

    make_suite = loader.make_suite

    def make_late_suite(names, position):
        is_late = position == "post_install"
        return make_suite(names if is_late else [], EVERY_POSITION)

    loader.make_suite = make_late_suite


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
