/** What the edges need of each other and of the conductor, so that no edge imports another. */
package dev.oxbow.core.port;
