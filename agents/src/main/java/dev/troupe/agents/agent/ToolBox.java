package dev.troupe.agents.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.troupe.agents.Role;
import dev.troupe.agents.tool.KnowledgeSearch;
import dev.troupe.agents.tool.ModelView;
import dev.troupe.agents.tool.Tool;
import dev.troupe.agents.tool.ToolSpec;
import dev.troupe.agents.tool.Tools;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tools of a node, and which of them a role may use. */
final class ToolBox {
  static final ToolBox EMPTY = new ToolBox(Tools.NONE);

  private static final Set<String> BUILT_IN =
      Set.of(
          KnowledgeSearch.NAME,
          AskHuman.NAME,
          CallAgent.NAME,
          PublishFinding.NAME,
          RetractFinding.NAME,
          ReadFindings.NAME,
          ClaimQuestion.NAME);

  private final Tools tools;
  private final int callDepth;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** By the roles that may be called. */
  private final Map<List<String>, Known> callers = new ConcurrentHashMap<>();

  /** A tool with the check of its input and what a model is told of it. */
  record Known(Tool tool, OutputSchema schema, ToolSpecification specification) {
    String name() {
      return tool.spec().name();
    }
  }

  ToolBox(Tools tools) {
    this(tools, 1);
  }

  /**
   * @param callDepth how many roles may call one another, each the next
   */
  ToolBox(Tools tools, int callDepth) {
    this.tools = tools;
    this.callDepth = callDepth;
  }

  static boolean isBuiltIn(String name) {
    return BUILT_IN.contains(name);
  }

  int callDepth() {
    return callDepth;
  }

  Optional<Known> find(String name) {
    return Optional.ofNullable(known.get(name))
        .or(() -> tools.find(name).map(tool -> known.computeIfAbsent(name, _ -> known(tool))));
  }

  /** Empty also where the tool exists, but is none of the role's. */
  Optional<Known> find(Role role, String name) {
    if (!names(role).contains(name)) {
      return Optional.empty();
    }
    return name.equals(CallAgent.NAME) ? find(name).map(_ -> calling(role)) : find(name);
  }

  /** Which roles it may call is a part of what it is. */
  private Known calling(Role role) {
    var use = role.tools();
    var roles = use == null ? List.<String>of() : use.mayCall();
    return callers.computeIfAbsent(roles, may -> known(new CallAgent(may)));
  }

  /** What a model is told; a tool that has left this node is not among them. */
  List<ToolSpecification> specifications(Role role) {
    return known(role).map(Known::specification).toList();
  }

  /** The same in its own words. */
  List<ToolSpec> specs(Role role) {
    return known(role).map(known -> known.tool().spec()).toList();
  }

  private Stream<Known> known(Role role) {
    return names(role).stream().flatMap(name -> find(role, name).stream());
  }

  /**
   * The built-in ones are on every node, also where they are not among these yet.
   *
   * @param mayCome whether a tool of this name may be there later
   * @throws IllegalArgumentException naming the first role that lists a tool that is not there
   */
  void requireAll(Collection<Role> roles, Predicate<String> mayCome) {
    for (var role : roles) {
      for (var name : names(role)) {
        if (!BUILT_IN.contains(name) && tools.find(name).isEmpty() && !mayCome.test(name)) {
          throw new IllegalArgumentException(
              "troupe.roles.%s.tools: there is no tool \"%s\"; %s"
                  .formatted(role.name(), name, choice()));
        }
      }
    }
  }

  private String choice() {
    var known = tools.names();
    known.addAll(BUILT_IN);
    return "known are " + String.join(", ", known);
  }

  private static List<String> names(Role role) {
    var use = role.tools();
    return use == null ? List.of() : use.names();
  }

  private static Known known(Tool tool) {
    var spec = tool.spec();
    return new Known(tool, new OutputSchema(spec.inputSchema()), ModelView.of(spec));
  }
}
