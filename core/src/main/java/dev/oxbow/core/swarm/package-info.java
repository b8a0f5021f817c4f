/** Addresses that may be peers of a torrent. */
package dev.oxbow.core.swarm;
