package dev.troupe.agents.function;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** What a method reference refers to, which only its serialized form tells. */
final class Reference {
  private final SerializedLambda form;
  private final ClassLoader loader;

  private Reference(SerializedLambda form, ClassLoader loader) {
    this.form = form;
    this.loader = loader;
  }

  /**
   * @throws IllegalArgumentException for what is neither a method reference nor a lambda
   */
  static Reference of(Serializable function) {
    try {
      var replacing = function.getClass().getDeclaredMethod("writeReplace");
      replacing.setAccessible(true);
      if (replacing.invoke(function) instanceof SerializedLambda form) {
        var loader = function.getClass().getClassLoader();
        return new Reference(form, loader == null ? ClassLoader.getSystemClassLoader() : loader);
      }
      throw unknown(function, null);
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      throw unknown(function, hidden);
    }
  }

  private static IllegalArgumentException unknown(Object function, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "What %s takes cannot be told; bind it with its name and the class of its input"
            .formatted(function.getClass().getName()),
        cause);
  }

  /** Equal for two references to one method, if they hold nothing. */
  Object identity() {
    return form.getCapturedArgCount() > 0
        ? form
        : form.getImplClass() + "." + form.getImplMethodName() + form.getImplMethodSignature();
  }

  /** The class of the first parameter, as the reference was typed where it was written. */
  Class<?> input() {
    return MethodType.fromMethodDescriptorString(form.getInstantiatedMethodType(), loader)
        .parameterType(0);
  }

  /**
   * {@code Class.method}.
   *
   * @throws IllegalArgumentException for a lambda, which has no name
   */
  String name() {
    var method = form.getImplMethodName();
    if (method.contains("$")) {
      throw new IllegalArgumentException(
          "A lambda has no name; give it one: java(\"NAME\", Input.class, input -> ...)");
    }
    var owner = form.getImplClass().replace('/', '.');
    var simple = owner.substring(Math.max(owner.lastIndexOf('.'), owner.lastIndexOf('$')) + 1);
    return simple + "." + (method.equals("<init>") ? "new" : method);
  }
}
