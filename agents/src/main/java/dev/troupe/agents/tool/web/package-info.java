@NullMarked
package dev.troupe.agents.tool.web;

import org.jspecify.annotations.NullMarked;
