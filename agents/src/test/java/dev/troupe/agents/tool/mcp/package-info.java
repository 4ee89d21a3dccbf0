@NullMarked
package dev.troupe.agents.tool.mcp;

import org.jspecify.annotations.NullMarked;
