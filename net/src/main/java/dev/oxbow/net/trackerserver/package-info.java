/** A small tracker to be embedded in demonstrations and tests. */
package dev.oxbow.net.trackerserver;
