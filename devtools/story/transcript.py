"""How the story looks on a terminal: plain ASCII frames, 80 columns."""

import textwrap

from .cast import CUSTOMERS

WIDTH = 80
INDENT = "  "
RAIL = "  | "
LANGUAGES = {"en_US": "English", "fr_FR": "French", "de_DE": "German"}
CHANNELS = {"mail": "mail", "sms": "text message", "chat": "post"}


def opening():
    """Return the lines that introduce the customers."""
    lines = [
        "=" * WIDTH,
        "Who is who".center(WIDTH).rstrip(),
        "=" * WIDTH,
        "",
    ]
    for customer in CUSTOMERS.values():
        channels = " and ".join(CHANNELS[channel] for channel in customer.channels)
        lines.append(
            f"{INDENT}{customer.name:14} reads {LANGUAGES[customer.lang]}, "
            f"wants news by {channels}" + (f" ({customer.tag})" if customer.tag else "")
        )
    return lines


def title(number, text):
    return ["", "", "=" * WIDTH, f"{number:>3}. {text}", "=" * WIDTH, ""]


def paragraph(text):
    return textwrap.wrap(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def piece(got):
    """Return the lines that show a mail, text message or post as it was got."""
    is_known = got.customer and got.channel != "chat"
    name = CUSTOMERS[got.customer].name if is_known else got.recipient
    head = f"  +-- {CHANNELS[got.channel].upper()} to {name} "
    lines = ["", head + "-" * (WIDTH - len(head))]
    if got.channel == "mail":
        lines += [
            f"{RAIL}From:    {got.sender}",
            f"{RAIL}To:      {got.recipient}",
            f"{RAIL}Subject: {got.subject}",
            RAIL.rstrip(),
        ]
    elif got.channel == "sms":
        lines += [f"{RAIL}To: {got.recipient}", RAIL.rstrip()]
    lines += [f"{RAIL}{line}".rstrip() for line in body(got.text)]
    return [*lines, "  +" + "-" * (WIDTH - 3)]


def body(text):
    """Wrap a message's text, with at most one empty line at a time."""
    lines = []
    for line in text.strip().splitlines():
        if line.strip():
            lines += wrap(line.strip())
        elif lines and lines[-1]:
            lines.append("")
    return lines


def wrap(line):
    """Wrap a line of a message, but leave what its numbered links are as it stands."""
    if line.startswith("[") and "://" in line:
        return [line]
    return textwrap.wrap(
        line, WIDTH - len(RAIL), break_long_words=False, break_on_hyphens=False
    )


def silence():
    return ["", f"{INDENT}Nobody is told anything."]


def looking_back(count):
    """Return the lines about the dry run that ends the story."""
    return paragraph(
        "Once all is over, the administrator lets the rules go through it again, and "
        f"sends nothing: the dry run lists the {count} messages that were sent."
    )


def verdict(faults):
    return ["", *(f"{INDENT}!! {fault}" for fault in faults)] if faults else []
