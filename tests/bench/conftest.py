"""The benchmark holds processes to cores and reads /proc: elsewhere than on Linux it is not collected."""

import sys

collect_ignore = [] if sys.platform == "linux" else ["test_bench.py", "test_bench_cases.py"]
