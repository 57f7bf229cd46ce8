// Versions a program can ask for.
#pragma once
#define EDDY_VERSION "0.1.0"
#define EDDY_NODE_VERSION "24.12.0"  // the Node.js whose programs we run
