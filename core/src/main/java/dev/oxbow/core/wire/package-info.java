/** The bytes that peers exchange (BEP 3, BEP 10): limits, decoder and encoder, without sockets. */
package dev.oxbow.core.wire;
