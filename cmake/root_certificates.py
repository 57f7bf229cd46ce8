#!/usr/bin/env python3
"""Gathers the certificate authorities of Debian's ca-certificates (Mozilla's) for the binary: their DER, one behind the
other, each of which says its own length. Usage: root_certificates.py OUTPUT FOLDER"""
import base64
import pathlib
import re
import sys

output, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PEM = re.compile(r'-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----', re.S)
certificates = [base64.b64decode(text) for file in sorted(folder.glob('*.crt')) for text in PEM.findall(file.read_text('ascii'))]
if len(certificates) < 50:
    sys.exit(f'{folder} has {len(certificates)} certificate authorities: is ca-certificates installed?')
output.write_bytes(b''.join(certificates))
