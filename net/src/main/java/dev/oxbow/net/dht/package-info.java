/**
 * The UDP socket of our node in the DHT: datagrams in, events out. What is no message, comes unasked, or comes in floods is dropped here
 * and only counted. Whom to ask what, and what to answer, is core's to decide.
 */
package dev.oxbow.net.dht;
