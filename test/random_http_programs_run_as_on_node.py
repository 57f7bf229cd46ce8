"""The random HTTP programs whose outcome on Node is recorded (test/random-http) have the same here. $RUNTIME is the program
under test."""
import os
import subprocess
import sys

runner = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'random-http/run')
sys.exit(subprocess.call([sys.executable, runner, '--recorded', '-j', '2', '--runtime', os.environ['RUNTIME']]))
