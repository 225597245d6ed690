package io.malmoi.torchscript;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters as a tree of modules: its class declarations in TorchScript, and its pickled form. Alike modules share a class. */
final class ModuleTree {
    /** Class of the root, which has the methods. */
    static final String ROOT = "Program";

    private static final class Node {
        final Map<String, Node> modules = new LinkedHashMap<>();
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        String type;
    }

    private final Node root = new Node();
    private final Map<String, String> classesByBody = new LinkedHashMap<>();
    private final StringBuilder code = new StringBuilder();
    private final List<TensorType> storages = new ArrayList<>();
    private final byte[] pickled;

    ModuleTree(Collection<Parameter> parameters, String methods) {
        for (Parameter parameter : parameters) {
            insert(parameter);
        }
        declare(root, methods);
        PickleWriter out = new PickleWriter();
        write(out, root);
        pickled = out.end();
    }

    /** How code reaches a parameter: Python names only where the part is one, {@code getattr} elsewhere. */
    static String access(String name) {
        String at = "self";
        for (String part : name.split("\\.")) {
            at = isIdentifier(part) ? at + "." + part : "getattr(" + at + ", \"" + part + "\")";
        }
        return at;
    }

    /** The classes; the methods of the root stand last. */
    String code() {
        return code.toString();
    }

    /** The modules and their tensors; each tensor is one zero seen with strides of 0, until it is given memory. */
    byte[] pickled() {
        return pickled.clone();
    }

    /** The type of each tensor's one element, in the order in which the pickle names them: 0, 1, ... */
    List<TensorType> storages() {
        return storages;
    }

    private void insert(Parameter parameter) {
        Node node = root;
        String[] path = parameter.name().split("\\.");
        for (int i = 0; i + 1 < path.length; i++) {
            node = node.modules.computeIfAbsent(path[i], key -> new Node());
        }
        node.parameters.put(path[path.length - 1], parameter);
    }

    private void declare(Node node, String methods) {
        StringBuilder attributes = new StringBuilder();
        List<String> trained = new ArrayList<>();
        List<String> frozen = new ArrayList<>();
        node.parameters.forEach((name, parameter) -> {
            (parameter.trainable() ? trained : frozen).add('"' + name + "\", ");
            attributes.append(attribute(name, "Tensor"));
        });
        node.modules.forEach((name, module) -> {
            declare(module, "");
            attributes.append(attribute(name, "__torch__." + module.type));
        });
        String body = "  __parameters__ = [" + String.join("", trained) + "]\n"
                + "  __buffers__ = [" + String.join("", frozen) + "]\n"
                + "  __annotations__ = []\n"
                + attributes
                + "  training : bool\n"
                + methods;
        node.type = classesByBody.get(body);
        if (node.type == null) {
            node.type = node == root ? ROOT : "Part" + classesByBody.size();
            classesByBody.put(body, node.type);
            code.append("class ").append(node.type).append("(Module):\n").append(body);
        }
    }

    private static String attribute(String name, String type) {
        return (isIdentifier(name) ? "  " + name + " : " : "  __annotations__[\"" + name + "\"] = ") + type + "\n";
    }

    private static boolean isIdentifier(String part) {
        return Character.isJavaIdentifierStart(part.charAt(0));
    }

    private void write(PickleWriter out, Node node) {
        out.global("__torch__", node.type).raw(')', 0x81, '}', '(');
        out.string("training").truth(true);
        node.parameters.forEach((name, parameter) -> write(out.string(name), parameter));
        node.modules.forEach((name, module) -> write(out.string(name), module));
        out.raw('u', 'b');
    }

    private void write(PickleWriter out, Parameter parameter) {
        out.global("torch._utils", "_rebuild_tensor_v2").raw('(', '(').string("storage");
        out.global("torch", parameter.type().storage());
        out.string(Integer.toString(storages.size()))
                .string("cpu")
                .number(1)
                .raw('t', 'Q')
                .number(0);
        storages.add(parameter.type());
        out.tuple(parameter.shape());
        out.tuple(Collections.nCopies(parameter.shape().size(), 0L));
        out.truth(parameter.trainable());
        out.global("collections", "OrderedDict").raw(')', 'R', 't', 'R');
    }
}
