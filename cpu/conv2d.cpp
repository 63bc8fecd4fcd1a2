#include "cpu/conv2d.h"

#include <cmath>
#include <iostream>
#include <mutex>
#include <set>
#include <type_traits>

#include "cpu/conv2d_direct.h"
#include "cpu/conv2d_tiled.h"
#include "cpu/conv2d_winograd.h"

namespace mien::cpu {
namespace {

void say_once(const std::string& line) {
  static std::mutex mutex;
  static std::set<std::string> said;
  const std::lock_guard lock(mutex);
  if (said.insert(line).second) std::cerr << line << "\n";
}

Conv2dAlgorithm cheaper(const Context& context, const Conv2dGeometry& g, Conv2dPass pass) {
  const bool pays =
      !context.exact && winograd::can_convolve(g) && winograd::cost(g, pass) < g.multiplications();
  return pays ? Conv2dAlgorithm::winograd : Conv2dAlgorithm::tiled;
}

}  // namespace

Conv2dAlgorithm conv2d_algorithm(const Context& context, const Conv2dGeometry& g, Conv2dPass pass) {
  if (context.explain) say_once(explain_conv2d(context, g, pass));
  return cheaper(context, g, pass);
}

std::string explain_conv2d(const Context& context, const Conv2dGeometry& g, Conv2dPass pass) {
  const std::string what = text_of(g, pass) + ": ";
  if (context.exact) return what + "tiled, exact is asked for";
  if (!winograd::can_convolve(g)) return what + "tiled, minimal filtering does not know the shape";
  const double share = winograd::cost(g, pass) / g.multiplications();
  const bool pays = cheaper(context, g, pass) == Conv2dAlgorithm::winograd;
  return text(what, pays ? "winograd" : "tiled", ", minimal filtering costs ",
              std::round(100 * share), "% of the multiplications");
}

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const T* bias, T* y) {
  if constexpr (!std::is_same_v<T, float>) {
    direct::conv2d(context, g, x, w.values, bias, y);
  } else if (conv2d_algorithm(context, g, Conv2dPass::forward) == Conv2dAlgorithm::winograd) {
    winograd::conv2d(context, g, x, w, bias, y);
  } else {
    tiled::conv2d(context, g, x, w.values, bias, y);
  }
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const T* bias, T* dx) {
  if constexpr (!std::is_same_v<T, float>) {
    direct::conv2d_input_gradient(context, g, dy, w.values, bias, dx);
  } else if (conv2d_algorithm(context, g, Conv2dPass::input_gradient) ==
             Conv2dAlgorithm::winograd) {
    winograd::conv2d_input_gradient(context, g, dy, w, bias, dx);
  } else {
    tiled::conv2d_input_gradient(context, g, dy, w.values, bias, dx);
  }
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  if constexpr (!std::is_same_v<T, float>) {
    direct::conv2d_weight_gradient(context, g, x, dy, dw);
  } else if (conv2d_algorithm(context, g, Conv2dPass::weight_gradient) ==
             Conv2dAlgorithm::winograd) {
    winograd::conv2d_weight_gradient(context, g, x, dy, dw);
  } else {
    tiled::conv2d_weight_gradient(context, g, x, dy, dw);
  }
}

template decltype(conv2d<float>) conv2d<float>;
template decltype(conv2d<double>) conv2d<double>;
template decltype(conv2d_input_gradient<float>) conv2d_input_gradient<float>;
template decltype(conv2d_input_gradient<double>) conv2d_input_gradient<double>;
template decltype(conv2d_weight_gradient<float>) conv2d_weight_gradient<float>;
template decltype(conv2d_weight_gradient<double>) conv2d_weight_gradient<double>;

}  // namespace mien::cpu
