# eddy only: Node starts its threads with itself.
"""A short program ends without a second thread: V8's workers would cost it a quarter of its time."""
import os
import subprocess
import sys
import tempfile

runtime = os.path.abspath(os.environ.get('RUNTIME') or sys.argv[1])

with tempfile.NamedTemporaryFile('w', suffix='.js') as program:
    program.write("console.log('hello');\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\n")
    program.flush()
    with subprocess.Popen([runtime, program.name], stdout=subprocess.PIPE, text=True) as child:
        line = child.stdout.readline()
        threads = os.listdir(f'/proc/{child.pid}/task') if os.path.isdir('/proc/self/task') else [child.pid]
        child.kill()
    assert line == 'hello\n', line
    assert len(threads) == 1, threads
