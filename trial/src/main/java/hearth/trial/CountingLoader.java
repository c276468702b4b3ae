package hearth.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;

/**
 * Loads our classes anew, so that each branch and each search of a text or a list is counted; the
 * classes that everybody else uses stay as they are.
 */
final class CountingLoader extends ClassLoader {
    private static final String OURS = "hearth.";
    private static final ClassDesc COUNTER = ClassDesc.of(Counter.class.getName());
    private static final MethodTypeDesc STEP = MethodTypeDesc.of(ConstantDescs.CD_void);

    /** Methods of the JDK with a counted one of the same name: their descriptors as static. */
    private static final Set<String> COUNTED = counted();

    CountingLoader(ClassLoader parent) {
        super(parent);
    }

    private static Set<String> counted() {
        Set<String> counted = new HashSet<>();
        for (Method method : Counter.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() > 0) {
                counted.add(
                        method.getName()
                                + java.lang.invoke.MethodType.methodType(
                                                method.getReturnType(), method.getParameterTypes())
                                        .descriptorString());
            }
        }
        return counted;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean isCounted =
                name.startsWith(OURS) && !name.startsWith(Counter.class.getPackageName() + ".");
        if (!isCounted) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = counting(in.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] counting(byte[] bytes) {
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(bytes),
                ClassTransform.transformingMethods(
                        method -> method.code().isPresent(),
                        MethodTransform.transformingCode(CodeTransform.ofStateful(Steps::new))));
    }

    /** Puts a step before each branch and at the beginning, and counted calls for others. */
    private static final class Steps implements CodeTransform {
        @Override
        public void atStart(CodeBuilder builder) {
            builder.invokestatic(COUNTER, "step", STEP);
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            switch (element) {
                case BranchInstruction branch -> {
                    builder.invokestatic(COUNTER, "step", STEP);
                    builder.with(branch);
                }
                case InvokeInstruction call when isCounted(call) ->
                        builder.invokestatic(COUNTER, call.name().stringValue(), asStatic(call));
                default -> builder.with(element);
            }
        }

        private static MethodTypeDesc asStatic(InvokeInstruction call) {
            return call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol());
        }

        private static boolean isCounted(InvokeInstruction call) {
            boolean isOfObject =
                    switch (call.opcode()) {
                        case INVOKEVIRTUAL, INVOKEINTERFACE -> !call.owner().asSymbol().isArray();
                        default -> false;
                    };
            return isOfObject
                    && COUNTED.contains(
                            call.name().stringValue() + asStatic(call).descriptorString());
        }
    }
}
