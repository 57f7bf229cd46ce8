// The program `eddy`.
#include "main.h"
int main(int argc, char** argv) { return eddy::Main(argc, argv); }
