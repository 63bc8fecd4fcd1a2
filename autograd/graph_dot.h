#pragma once

#include <string>
#include <vector>

#include "autograd/named_parameter.h"

namespace mien {

/// The recorded graph that `outputs` were computed by, in Graphviz's DOT language.
///
/// Boxes are ops with the shape of their result, inside a frame per layer; round green boxes are
/// parameters with shape and number of values, by their names as far as `parameters` lists them;
/// outputs have a double border. Arrows point from an input to what is computed from it. Constants,
/// and whatever needs no gradient, are not recorded and not shown. The text depends on the graph
/// alone: equal graphs give equal text. `dot -Tsvg graph.dot > graph.svg` draws it.
std::string to_dot(const std::vector<Variable>& outputs,
                   const std::vector<NamedParameter>& parameters = {});

}  // namespace mien
