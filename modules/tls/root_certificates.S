// Mozilla's certificate authorities in DER, one behind the other (cmake/root_certificates.py).
    .section .rodata
    .global eddy_root_certificates
    .global eddy_root_certificates_end
    .balign 8
eddy_root_certificates:
    .incbin EDDY_ROOT_CERTIFICATES
eddy_root_certificates_end:
    .byte 0
    .section .note.GNU-stack, "", %progbits
