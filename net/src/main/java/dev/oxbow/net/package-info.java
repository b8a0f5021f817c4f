/** The edge towards the network, on Vert.x: bytes in, events out; commands in, bytes out. It decides nothing. */
package dev.oxbow.net;
