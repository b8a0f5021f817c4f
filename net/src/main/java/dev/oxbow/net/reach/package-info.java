/** How peers reach us: hands the commands of that family to port mapping and local discovery, and what they learn to the inbox. */
package dev.oxbow.net.reach;
