package dev.troupe.agents.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model wants called before it goes on.
 *
 * @param id names the call within its reply; the result carries it back
 * @param arguments as the model wrote them: JSON, if it did well
 * @param signature what the provider wants back with the request, and nobody else can read; mostly
 *     null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolRequest(String id, String name, String arguments, @Nullable String signature) {

  public ToolRequest(String id, String name, String arguments) {
    this(id, name, arguments, null);
  }
}
