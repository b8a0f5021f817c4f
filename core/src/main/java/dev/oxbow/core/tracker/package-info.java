/**
 * What is said to trackers and what they answer, over HTTP (BEP 3, 7, 23, 24, 31, scrape 48) and over UDP (BEP 15, 41), both sides of
 * each. Pure: the sockets are net's. Whatever a tracker or a client sends, the decoders give a named result; they do not throw.
 */
package dev.oxbow.core.tracker;
