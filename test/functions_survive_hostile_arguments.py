"""Public functions live through arguments that they did not ask for: some batches of test/fuzz/api_run, the same each
time; `make fuzz-api` tries others. $RUNTIME is the program under test."""
import os
import subprocess
import sys

runner = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fuzz/api_run')
sys.exit(subprocess.call([sys.executable, runner, '--seed', '1', '--batches', '8', '--calls', '2000', '--shrink', '5', '--timeout', '100',
                          '--runtime', os.environ['RUNTIME']]))
