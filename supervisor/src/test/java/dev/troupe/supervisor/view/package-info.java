@NullMarked
package dev.troupe.supervisor.view;

import org.jspecify.annotations.NullMarked;
