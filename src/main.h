// What both programs, eddy and eddy-dev, do.
#pragma once
namespace eddy {
int Main(int argc, char** argv);
}
