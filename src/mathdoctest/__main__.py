"""``python -m mathdoctest``."""

import sys

from mathdoctest.cli import main

sys.exit(main())
