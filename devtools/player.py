"""Plays the story on a database and then serves it: one process with Odoo inside.

    python -m devtools.player DATABASE FOLDER PORT [--serve] [--sequel FACTS]

The story is the package `devtools.story`. It has `play(env, sinks, out)`, which prints
its transcript by `out(line)`, commits as it goes and returns whether all that it
expects was so; and `LOGINS`, a list of (role, login, password). With `--sequel`
the story goes on for the pictures, and what they need to know is written to a file.
"""

import argparse
import json
import sys
from pathlib import Path

from . import odoo_env, sinks
from .console import Trouble, say


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--sequel", type=Path)
    options = parser.parse_args(arguments)
    odoo_env.configure(
        options.database, f"--http-port={options.port}", "--max-cron-threads=1"
    )
    with (
        sinks.MailSink(options.folder / "mail") as mail_sink,
        sinks.SmsSink(options.folder / "sms") as sms_sink,
        sinks.ChatSink(options.folder / "chat") as chat_sink,
    ):
        held = play(options, sinks.Sinks(mail_sink, sms_sink, chat_sink))
        if options.serve:
            announce(options)
            odoo_env.serve()
    return 0 if held else 1


def play(options, all_sinks):
    """Play the story on the database, and return whether it held."""
    story = find_story()
    with odoo_env.environment(options.database) as env:
        parameters = env["ir.config_parameter"]
        parameters.set_param("web.base.url", f"http://127.0.0.1:{options.port}")
        parameters.set_param("web.base.url.freeze", "True")
        sinks.configure(env, all_sinks.mail, all_sinks.sms)
        env.cr.commit()  # crons and other workers see it from here on
        sequel = options.sequel and prepare_sequel(options.sequel)
        held = story.play(env, all_sinks, say, sequel)
    say("The story held." if held else "The story did NOT hold.")
    return held


def prepare_sequel(file):
    """Return a function that plays the sequel and writes its facts to `file`."""
    from .story import sequel

    return lambda stage, post: file.write_text(json.dumps(sequel.play(stage, post)))


def find_story():
    try:
        from . import story
    except ImportError as error:
        if error.name and not error.name.startswith(__package__):
            raise
        raise Trouble("there is no story to play yet (devtools/story)") from None
    return story


def announce(options):
    """Print where the served Odoo is, who may log in, and where messages are kept."""
    say()
    say(f"Odoo serves at http://127.0.0.1:{options.port} until Ctrl-C. Log in as")
    for role, login, password in find_story().LOGINS:
        say(f"  {role:20} {login} / {password}")
    say(f"What it sends by mail, SMS and webhook is kept in {options.folder}")


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except Trouble as trouble:
        code = f"dev: {trouble}"
    sys.exit(code)
