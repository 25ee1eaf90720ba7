"""Has the Nu HTML checker read every page in every language: `make html VNU=path/to/vnu.jar`.

It needs Java and the checker's file (`npm install vnu-jar` brings it), which nobody needs to test
anything else; so no test runs it. What every run of the tests holds is that no page has a fault
that a strict parser finds (`tests/markup.py`).
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mentorship.kernel import languages
from tests.conftest import NOW
from tests.databases import Databases
from tests.surface import distinct, surface


def read(checker: str) -> int:
    """Print what it says of each page, and tell how many pages it read."""
    java = shutil.which("java") or sys.exit("There is no Java on this machine.")
    count = 0
    with TemporaryDirectory() as shared:
        databases, folder = Databases(Path(shared)), Path(shared) / "pages"
        folder.mkdir()
        for language in languages.known():
            pages = surface(databases, NOW, language)
            for seen in distinct(one for one in pages if one.is_html):
                name = f"{language}-{count}-{seen.endpoint}-{seen.status}.html"
                (folder / name).write_text(seen.body)
                count += 1
        options = ["--skip-non-html", "--format", "gnu", "--no-langdetect", "--errors-only"]
        command = [java, "-jar", checker, *options, str(folder)]
        said = subprocess.run(command, check=False, stdout=sys.stdout, stderr=subprocess.STDOUT)
        if said.returncode:
            sys.exit(said.returncode)
    return count


if __name__ == "__main__":
    print(read(*sys.argv[1:2]), "pages without an error")  # noqa: T201
