@NullMarked
package dev.troupe.http;

import org.jspecify.annotations.NullMarked;
