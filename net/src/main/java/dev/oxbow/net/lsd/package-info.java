/**
 * Local peer discovery (BEP 14): announces to and from neighbours on the same network. {@link dev.oxbow.net.lsd.LocalDiscovery} is the way
 * in.
 */
package dev.oxbow.net.lsd;
