package dev.troupe.agents.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.troupe.persistence.Json;
import org.jspecify.annotations.Nullable;

/** A function under its name, with JSON on both sides. */
final class BoundFunction {
  static final String INVALID_INPUT = "Java.InvalidInput";
  static final String INVALID_OUTPUT = "Java.InvalidOutput";

  /** A number that is missing is a fault, not a zero. */
  private static final JsonMapper READER =
      Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final String name;
  private final Class<?> input;
  private final Object origin;
  private final TypedFunction.Called<Object, @Nullable Object> function;
  private final ClassLoader loader;
  private final boolean untrusted;

  /**
   * @param origin equal where the code is
   * @param untrusted whether its results are text from outside
   */
  private BoundFunction(
      String name,
      Class<?> input,
      Object origin,
      TypedFunction.Called<Object, @Nullable Object> function,
      ClassLoader loader,
      boolean untrusted) {
    this.name = name;
    this.input = input;
    this.origin = origin;
    this.function = function;
    this.loader = loader;
    this.untrusted = untrusted;
  }

  @SuppressWarnings("unchecked") // The input is read as the class that the function takes.
  static <I, O extends @Nullable Object> BoundFunction of(
      String name, Class<?> input, Object origin, TypedFunction<I, O> function) {
    return new BoundFunction(
        name, input, origin, (value, _) -> function.apply((I) value), loaderOf(function), false);
  }

  @SuppressWarnings("unchecked") // The input is read as the class that the function takes.
  static <I, O extends @Nullable Object> BoundFunction ofCall(
      String name, Class<?> input, TypedFunction.Called<I, O> function, boolean untrusted) {
    return new BoundFunction(
        name,
        input,
        function,
        (value, call) -> function.apply((I) value, call),
        loaderOf(function),
        untrusted);
  }

  private static ClassLoader loaderOf(Object code) {
    var loader = code.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  String name() {
    return name;
  }

  Class<?> input() {
    return input;
  }

  /** Two references to one method are one function. */
  boolean isSameAs(BoundFunction other) {
    return origin.equals(other.origin) && input.equals(other.input);
  }

  /** Whether what it says is text from outside. */
  boolean isUntrusted() {
    return untrusted;
  }

  /** Of its author's classes. */
  ClassLoader loader() {
    return loader;
  }

  JsonNode apply(JsonNode json, FunctionCall call) throws Exception {
    return written(function.apply(read(json), call));
  }

  private Object read(JsonNode json) {
    if (JsonNode.class.isAssignableFrom(input)) {
      return json;
    }
    try {
      return READER.treeToValue(json, input);
    } catch (JsonProcessingException misfit) {
      throw new FunctionFailure(
          INVALID_INPUT,
          "java:%s takes a %s, and its input is none%s: %s"
              .formatted(name, input.getSimpleName(), place(misfit), detail(misfit)));
    }
  }

  private static String place(JsonProcessingException misfit) {
    var path = new StringBuilder();
    if (misfit instanceof JsonMappingException mapping) {
      for (var step : mapping.getPath()) {
        path.append('/')
            .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
      }
    }
    return path.isEmpty() ? "" : ", at " + path;
  }

  /** Without the settings of a library that the reader cannot set. */
  private static String detail(JsonProcessingException misfit) {
    var said = misfit.getOriginalMessage();
    var hint = said.indexOf(" (set DeserializationConfig");
    return hint < 0 ? said : said.substring(0, hint);
  }

  private JsonNode written(@Nullable Object result) {
    if (result == null) {
      return NullNode.getInstance();
    }
    try {
      return Json.toTree(result);
    } catch (IllegalArgumentException unwritable) {
      throw new FunctionFailure(
          INVALID_OUTPUT,
          "What java:%s returned, a %s, has no JSON form: %s"
              .formatted(name, result.getClass().getSimpleName(), unwritable.getMessage()));
    }
  }
}
