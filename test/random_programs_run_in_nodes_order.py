"""The random programs of test/random whose traces on Node are recorded run alike here. $RUNTIME is the program under test."""
import os
import subprocess
import sys

runner = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'random/run')
sys.exit(subprocess.call([sys.executable, runner, '--recorded', '-j', '1', '--runtime', os.environ['RUNTIME']]))
