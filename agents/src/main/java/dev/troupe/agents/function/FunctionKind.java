package dev.troupe.agents.function;

import dev.troupe.agents.Agents;

/**
 * What a workflow calls the functions of one runner.
 *
 * @param prefix of the resource, and of the performer's name
 * @param noun for messages
 * @param unknown the error where one is not there
 */
public record FunctionKind(String prefix, String noun, String unknown) {
  public static final FunctionKind JAVA =
      new FunctionKind(Agents.FUNCTION, "function", "Java.FunctionUnknown");
  public static final FunctionKind TOOL = new FunctionKind(Agents.TOOL, "tool", "Tool.Unknown");
}
