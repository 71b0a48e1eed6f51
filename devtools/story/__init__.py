"""A story that shows what the product does, and is its acceptance test.

Real commits, real jobs, real SMTP and HTTP: `cast` says who is in it, `screenplay` what
happens and who has to hear of it, `stage` does it in Odoo, `post` reads what arrived,
`review` compares and `transcript` prints.
"""

from . import review, transcript
from .cast import LOGINS
from .post import Post
from .screenplay import ACTS
from .stage import Stage


def play(env, sinks, out, sequel=None):
    """Play all acts and print them; return whether each went as it must.

    :param env: superuser's environment on a database without orders
    :param sinks: where mails, text messages and posts to the chat tool arrive
    :param out: function that prints a line
    :param sequel: function of the stage and the post, called once all acts are played
    """
    show(out, transcript.opening())
    stage = Stage(env(context={"lang": "en_US"}), sinks.chat.url)
    post = Post(stage.env, sinks)
    faults = [perform(number, stage, post, out) for number, _act in enumerate(ACTS, 1)]
    faults.append(look_back(stage, out))
    out("")
    if sequel:
        sequel(stage, post)
    return not any(faults)


def perform(number, stage, post, out):
    """Play one act and print it; return what went wrong."""
    act = ACTS[number - 1]
    show(out, transcript.title(number, act.title))
    show(out, transcript.paragraph(act.happens(stage)))
    stage.let_jobs_run()
    pieces = post.collect()
    for piece in pieces:
        show(out, transcript.piece(piece))
    if not pieces:
        show(out, transcript.silence())
    faults = review.find_faults(stage, act.told, pieces)
    show(out, transcript.verdict(faults))
    stage.let_an_hour_pass()
    return faults


def look_back(stage, out):
    """Print what the dry run of the rules finds, and return what it must not find: the
    rules are those that sent the messages."""
    outcomes = stage.run_dry()
    show(out, ["", ""])
    show(out, transcript.looking_back(outcomes.pop("same", 0)))
    faults = [
        f"the dry run has {count} messages that are {outcome!r}"
        for outcome, count in outcomes.items()
    ]
    show(out, transcript.verdict(faults))
    return faults


def show(out, lines):
    for line in lines:
        out(line)
