package dev.troupe.supervisor.workflow;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of states that can be read. */
enum StateType {
  TASK("Task"),
  MAP("Map"),
  CHOICE("Choice"),
  PASS("Pass"),
  SUCCEED("Succeed"),
  FAIL("Fail");

  private static final Set<String> LATER = Set.of("Parallel", "Wait");

  private final String typeName;

  StateType(String typeName) {
    this.typeName = typeName;
  }

  static @Nullable StateType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.typeName.equals(name))
        .findAny()
        .orElse(null);
  }

  static String faultOf(String name) {
    return LATER.contains(name)
        ? "States of type '%s' are not supported yet.".formatted(name)
        : "Unknown type of state '%s'; the types are Task, Map, Choice, Pass, Succeed, Fail."
            .formatted(name);
  }
}
