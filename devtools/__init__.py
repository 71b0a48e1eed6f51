"""What stands behind `./dev`: one concern per module, one command per `commands/`."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's root folder, which is also the folder of its addons."""
