"""The settings of the course: copied beside `source/` by `make lessons`, read by every nbgrader command."""

import warnings
from pathlib import Path

import nbgrader

# What nbgrader does with its own database is told at every submission, and nobody can act on it.
warnings.filterwarnings("ignore", "Object of type <.*> not in session")

c = get_config()  # noqa: F821 - nbgrader runs this file and lends it the function

c.CourseDirectory.course_id = "dhtools"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE 在这里写代码\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE 在这里作答"
# A slow lab machine may need more than nbgrader's 30 seconds to read the sample.
c.Execute.timeout = 120
c.Execute.extra_arguments = ["--IPKernelApp.log_level=40"]
# Feedback is nbgrader's own page, but for what `templates/feedback` puts in place of its parts.
c.HTMLExporter.extra_template_basedirs = [
    str(Path(__file__).parent / "templates"),
    str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
]
