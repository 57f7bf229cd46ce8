// Puts the files named by the build into read-only data.
  .section .rodata
  .balign 16
  .global eddy_snapshot_begin, eddy_snapshot_end, eddy_code_cache_begin, eddy_code_cache_end
eddy_snapshot_begin:
  .incbin EDDY_SNAPSHOT_FILE
eddy_snapshot_end:
  .balign 16
eddy_code_cache_begin:
  .incbin EDDY_CODE_CACHE_FILE
eddy_code_cache_end:
  .section .note.GNU-stack,"",%progbits
