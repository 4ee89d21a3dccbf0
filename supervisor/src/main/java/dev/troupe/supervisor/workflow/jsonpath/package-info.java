@NullMarked
package dev.troupe.supervisor.workflow.jsonpath;

import org.jspecify.annotations.NullMarked;
