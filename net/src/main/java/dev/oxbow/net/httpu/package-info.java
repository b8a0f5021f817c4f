/** What discovery by datagram shares: messages in the form of HTTP's (HTTPU), and who counts as a neighbour. No I/O. */
package dev.oxbow.net.httpu;
