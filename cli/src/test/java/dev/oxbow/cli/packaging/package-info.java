/** Steps of packaging the program that no plugin takes. */
package dev.oxbow.cli.packaging;
