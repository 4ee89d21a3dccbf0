@NullMarked
package dev.troupe.supervisor.workflow.jsonata;

import org.jspecify.annotations.NullMarked;
