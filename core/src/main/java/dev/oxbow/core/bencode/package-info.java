/** Bencode, BitTorrent's encoding of structured data (BEP 3). */
package dev.oxbow.core.bencode;
