/** TCP connections to peers. */
package dev.oxbow.net.peer;
