"""--entry-url: the program is a URL, relative to the working directory."""
import os
import subprocess
import sys
import tempfile

runtime = os.path.abspath(os.environ.get('RUNTIME') or sys.argv[1])


def run(folder, *arguments):
    return subprocess.run([runtime, '--no-warnings', '--entry-url', *arguments], cwd=folder, capture_output=True, text=True)


with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, 'program.mjs'), 'w', encoding='utf8') as file:
        file.write('console.log(new URL(import.meta.url).search, process.argv.slice(1).join());')
    with open(os.path.join(folder, 'common.js'), 'w', encoding='utf8') as file:
        file.write('console.log(require.main === module, process.argv[1]);')
    assert run(folder, './program.mjs?a=1#b', 'x').stdout == '?a=1 ./program.mjs?a=1#b,x\n'
    url = 'file://' + os.path.join(os.path.realpath(folder), 'common.js')
    assert run(folder, url).stdout == f'true {url}\n'
    assert run(folder, 'data:text/javascript,console.log(1)').stdout == '1\n'
    for url, code in (('gone.mjs', 'ERR_MODULE_NOT_FOUND'), ('http://x/y.js', 'ERR_UNSUPPORTED_ESM_URL_SCHEME')):
        result = run(folder, url)
        assert result.returncode == 1 and code in result.stderr, result
