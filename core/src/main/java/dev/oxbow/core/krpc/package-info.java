/**
 * The messages of DHT nodes, KRPC (BEP 5, with BEP 32, 33, 42 and 43): one datagram, one bencoded dictionary, one
 * {@link dev.oxbow.core.krpc.KrpcMessage}. Pure: the sockets are net's.
 *
 * <p>{@link dev.oxbow.core.krpc.KrpcDecoder#decode} takes a datagram's payload and gives a query, a response, an error, or a
 * {@link dev.oxbow.core.krpc.KrpcFault} that names what is wrong; it never throws, whatever comes.
 * {@link dev.oxbow.core.krpc.KrpcEncoder#encode} writes the one canonical form. Whose answer a response is, only its transaction tells:
 * that is {@code core.dht}'s to know.
 */
package dev.oxbow.core.krpc;
