"""Public functions live through arguments that they did not ask for: 20 s of test/fuzz/api_run, from a seed that it
prints. $RUNTIME is the program under test."""
import os
import subprocess
import sys

runner = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fuzz/api_run')
sys.exit(subprocess.call([sys.executable, runner, '--seconds', '20', '--shrink', '10', '--timeout', '25', '--runtime', os.environ['RUNTIME']]))
