#include "cpu/conv2d.h"

#include <cmath>
#include <iostream>
#include <mutex>
#include <set>
#include <type_traits>

#include "cpu/batch_norm.h"
#include "cpu/conv2d_depthwise.h"
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

struct Choice {
  Conv2dAlgorithm algorithm;
  const char* reason;
  double share = 0;  // of the multiplications, where it is the reason
};

Choice choose(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
              const JoinedMaps& x) {
  using enum Conv2dAlgorithm;
  if (depthwise::can_convolve(g) && x.is_whole()) {
    return {depthwise, "depthwise, each channel has a filter of its own"};
  }
  if (context.exact) return {tiled, "tiled, exact is asked for"};
  if (!winograd::can_convolve(g)) {
    return {tiled, "tiled, minimal filtering does not know the shape"};
  }
  if (!x.have_whole_vectors()) {
    return {tiled, "tiled, minimal filtering reads whole vectors of maps"};
  }
  const double share = winograd::cost(g, pass) / g.multiplications();
  if (share < 1) return {winograd, "winograd, minimal filtering costs ", share};
  return {tiled, "tiled, minimal filtering costs ", share};
}

// The moments of a result, if they are wanted, in a pass of their own.
template <class T>
void find_moments(const Context& context, const NormGeometry& g, const Conv2dEpilogue<T>& epilogue,
                  const T* y) {
  if (!epilogue.wants_moments()) return;
  batch_moments<T>(context, g, y, epilogue.mean, epilogue.variance, {});
}

// ", channels in maps of 64 + 3", or nothing for a single map.
std::string text_of(const JoinedMaps& x, const Conv2dGeometry& g) {
  std::string said;
  if (x.is_whole()) return said;
  x.for_each(g.in_channels, [&](const JoinedMaps::Map& map, Index) {
    said += text(said.empty() ? ", channels in maps of " : " + ", map.channels);
  });
  return said;
}

}  // namespace

Conv2dAlgorithm conv2d_algorithm(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
                                 const JoinedMaps& x) {
  if (context.explain) say_once(explain_conv2d(context, g, pass, x));
  return choose(context, g, pass, x).algorithm;
}

std::string explain_conv2d(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
                           const JoinedMaps& x) {
  const Choice choice = choose(context, g, pass, x);
  const std::string line = mien::text_of(g, pass) + text_of(x, g) + ": " + choice.reason;
  if (choice.share == 0) return line;
  return text(line, std::round(100 * choice.share), "% of the multiplications");
}

void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
            Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue, float* y) {
  switch (conv2d_algorithm(context, g, Conv2dPass::forward, x)) {
    case Conv2dAlgorithm::depthwise:
      return depthwise::conv2d(context, g, x.whole(), w.values, epilogue, y);
    case Conv2dAlgorithm::winograd:
      return winograd::conv2d(context, g, x, w, epilogue, y);
    case Conv2dAlgorithm::tiled:
      return tiled::conv2d(context, g, x, w.values, epilogue, y);
  }
}

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const Conv2dEpilogue<T>& epilogue, T* y) {
  if constexpr (std::is_same_v<T, float>) {
    conv2d(context, g, JoinedMaps(x), w, epilogue, y);
  } else {
    direct::conv2d(context, g, x, w.values, epilogue, y);
    find_moments(context, {1, g.batch * g.out_height * g.out_width, g.out_channels}, epilogue, y);
  }
}

void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue,
                           float* dx) {
  switch (conv2d_algorithm(context, g, Conv2dPass::input_gradient, dy)) {
    case Conv2dAlgorithm::depthwise:
      return depthwise::conv2d_input_gradient(context, g, dy.whole(), w.values, epilogue, dx);
    case Conv2dAlgorithm::winograd:
      return winograd::conv2d_input_gradient(context, g, dy, w, epilogue, dx);
    case Conv2dAlgorithm::tiled:
      return tiled::conv2d_input_gradient(context, g, dy, w.values, epilogue, dx);
  }
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const Conv2dEpilogue<T>& epilogue, T* dx) {
  if constexpr (std::is_same_v<T, float>) {
    conv2d_input_gradient(context, g, JoinedMaps(dy), w, epilogue, dx);
  } else {
    direct::conv2d_input_gradient(context, g, dy, w.values, epilogue, dx);
    find_moments(context, {1, g.batch * g.in_height * g.in_width, g.in_channels}, epilogue, dx);
  }
}

bool conv2d_split_input_gradient(const Context& context, const Conv2dGeometry& g, const float* dy,
                                 Conv2dFilters<float> w, const SplitMaps& dx) {
  using enum Conv2dAlgorithm;
  constexpr auto pass = Conv2dPass::input_gradient;
  std::vector<JoinedMaps::Map> maps;
  bool all_tiled_alone = true;
  dx.for_each(g.in_channels, [&](const SplitMaps::Map& map, Index) {
    maps.push_back({map.values, map.channels});
    Conv2dGeometry alone = g;
    alone.in_channels = map.channels;
    all_tiled_alone &= choose(context, alone, pass, nullptr).algorithm == tiled;
  });
  if (choose(context, g, pass, maps).algorithm == tiled && !all_tiled_alone) return false;
  if (conv2d_algorithm(context, g, pass, maps) == winograd) {
    winograd::conv2d_input_gradient(context, g, dy, w, {}, dx);
  } else {
    tiled::conv2d_input_gradient(context, g, dy, w.values, {}, dx);
  }
  return true;
}

void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw) {
  switch (conv2d_algorithm(context, g, Conv2dPass::weight_gradient, x)) {
    case Conv2dAlgorithm::depthwise:
      return depthwise::conv2d_weight_gradient(context, g, x.whole(), dy, dw);
    case Conv2dAlgorithm::winograd:
      return winograd::conv2d_weight_gradient(context, g, x, dy, dw);
    case Conv2dAlgorithm::tiled:
      return tiled::conv2d_weight_gradient(context, g, x, dy, dw);
  }
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  if constexpr (std::is_same_v<T, float>) {
    conv2d_weight_gradient(context, g, JoinedMaps(x), dy, dw);
  } else {
    direct::conv2d_weight_gradient(context, g, x, dy, dw);
  }
}

template decltype(conv2d<float>) conv2d<float>;
template decltype(conv2d<double>) conv2d<double>;
template decltype(conv2d_input_gradient<float>) conv2d_input_gradient<float>;
template decltype(conv2d_input_gradient<double>) conv2d_input_gradient<double>;
template decltype(conv2d_weight_gradient<float>) conv2d_weight_gradient<float>;
template decltype(conv2d_weight_gradient<double>) conv2d_weight_gradient<double>;

}  // namespace mien::cpu
