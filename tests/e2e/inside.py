"""Runs one function in an Odoo process, and prints what it returns as JSON.

python -m tests.e2e.inside DATABASE MODULE:FUNCTION ARGUMENTS
"""

import importlib
import json
import sys

from devtools import odoo_env


def main(database, path, arguments):
    module, _colon, name = path.partition(":")
    odoo_env.configure(database)
    function = getattr(importlib.import_module(module), name)
    with odoo_env.environment(database) as env:
        result = function(env, *json.loads(arguments))
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
